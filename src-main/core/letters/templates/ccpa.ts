import type { LetterKind } from '../../../contract/letter.ts'
import { letterFrame } from './letter-frame.ts'

const record = 'We keep a record of your request, as the law asks (11 CCR § 7101(a)). It does not hold the information that was deleted.'
const backups = 'Copies in backups follow when they are next restored or used.'
const appeal = `You can ask us to look at our decision again. Write to us, with your reasons:
{contact}`
const optOut = 'If we sell or share your personal information and you have not opted out, you can opt out now: answer this letter, or use the link "Do Not Sell or Share My Personal Information" on our website.'

const told = `We told those who had the information from us to delete it as well:
{recipients}
We could not tell these, and say why:
{recipientsNotTold}`

/** The letters under the CCPA, in plain language. */
export const ccpaTemplates: { readonly [kind in LetterKind]: string } = {
  acknowledgement: letterFrame(`We received your request to delete personal information on {receivedOn}.

This is what happens now. We check that the request comes from the person it is about, or from somebody who may act for them: we verify it by comparing what you tell us with what we already have, and may ask you for more. Then we look for your personal information in our data, delete what no law lets or makes us keep, and make the models that learned from it forget it.

You can expect our answer by {dueOn}.`),
  'identity-needed': letterFrame(`We received your request to delete personal information on {receivedOn}. Before we delete anything, we must verify that the request comes from the person it is about.

Please send us:
[what is needed, and why that is enough]

This costs you nothing, and you need no notary. We use what you send only to verify your request, and for security and against fraud, and destroy it as soon as we can. If you have an account with us, we will ask you to log in again before we delete anything.

{effectOnTime}`),
  extension: letterFrame(`We received your request to delete personal information on {receivedOn}. We need more than 45 days to answer it. The reason:
{extensionReason}

The law allows at most 90 days from the day we received it. Our answer is due by {dueOn}.
The date before was {firstDueOn}. You need do nothing.`),
  completed: letterFrame(`We have complied with your request, which we received on {receivedOn}. On {erasedOn} we deleted your personal information:
{datasets}
The models that had learned from these records have forgotten them: {models}.

${told}

${backups} ${record}`),
  'completed-in-part': letterFrame(`We have complied with your request, which we received on {receivedOn}, in part. On {erasedOn} we deleted:
{datasets}
The models that had learned from these records have forgotten them: {models}.

We keep the rest, and say why:
{keptReasons}
[why each of these applies to you]
What is kept is used only for that purpose. We told our service providers and contractors the same.

${told}

${optOut}

${backups} ${record}`),
  denied: letterFrame(`We received your request to delete personal information on {receivedOn}. We do not delete it. The reason:
{reason}
[why that is so in your case]

${appeal}

${optOut}

${record}`),
  'not-found': letterFrame(`We received your request to delete personal information on {receivedOn}, and have complied with it: we searched our data and found no personal information of yours, so there was nothing to delete.

${record}`),
  unverified: letterFrame(`We received a request to delete personal information on {receivedOn}. We cannot verify that it came from the person it would be about, and so do not act on it.

${appeal}

We keep a record of this request, as the law asks (11 CCR § 7101(a)).`),
}
