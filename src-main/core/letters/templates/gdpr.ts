import type { LetterKind } from '../../../contract/letter.ts'
import { letterFrame } from './letter-frame.ts'

const carriedOut = `On {erasedOn} we erased your personal data, as you asked in the request we received on {receivedOn}:
{datasets}
The models that had learned from these records have forgotten them: {models}.

We told those who had the data from us:
{recipients}
We could not tell these, and say why:
{recipientsNotTold}`

const lasting = `Backups made before are not changed. They are overwritten in their turn; if one is restored, your data is erased again.

We keep a record of your request that does not name you, as long as claims about it can be made, to show that we kept the law. So that your data does not come back with an old file, we also keep keyed fingerprints of what you were known by. They are still personal data; we do not call them erased.`

const complaint = `You have the right to complain to a supervisory authority:
{authority}
You also have the right to a judicial remedy: you can go to court.`

/** The letters under the GDPR, in plain language. */
export const gdprTemplates: { readonly [kind in LetterKind]: string } = {
  acknowledgement: letterFrame(`We received your request on {receivedOn}. We understand it as a request to erase your personal data under Article 17 of the General Data Protection Regulation (GDPR), from our data and from the models that learned from it.

We will answer by {dueOn}. If we need longer, or need to know more to be sure who you are, we will tell you.

If this is not what you asked for, or if you have a question, write to us and name the number above:
{contact}`),
  'identity-needed': letterFrame(`We received your request to erase personal data on {receivedOn}. From what we have, we cannot be sure that you are the person the data is about, and we must not erase somebody's data because somebody else asks.

Please send us:
[what is needed, and why that is enough]

We ask only for what is needed to tell who you are. We use it for nothing else, and destroy it as soon as we have checked it. If you would rather give other information by which we can find and know you, do.

{effectOnTime}

If it does not come, we cannot erase anything, and will tell you so. You can ask again at any time.`),
  extension: letterFrame(`We received your request to erase your personal data on {receivedOn}. We need longer to answer it than the first month. The reason:
{extensionReason}

The law allows at most two further months (Article 12(3) GDPR). Our answer is due by {dueOn}.
The date before was {firstDueOn}. You need do nothing.`),
  completed: letterFrame(`${carriedOut}

${lasting}`),
  'completed-in-part': letterFrame(`${carriedOut}

We did not erase everything. We keep, and say why:
{keptReasons}
What is kept is used only for that purpose, and as long as that lasts.
[the law or duty that applies here, and until when]

${complaint}

${lasting}`),
  denied: letterFrame(`We received your request to erase your personal data on {receivedOn}. We do not erase it. The reason:
{reason}
[why that is so in your case]

${complaint}`),
  'not-found': letterFrame(`We received your request to erase your personal data on {receivedOn}. We searched our data, and found no personal data about you, so there was nothing to erase. We searched for:
{searched}

If we may know you by something else, send us that other information and we will search again.

${complaint}`),
  unverified: letterFrame(`We received a request to erase personal data on {receivedOn}. We could not be sure that it came from the person the data would be about: what we asked for did not come, or did not settle it. So we cannot identify you, and have erased nothing.

If you can give us other information by which we can know you, send it, and we will take the request up again.

${complaint}`),
}
