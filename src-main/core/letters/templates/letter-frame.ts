/** What stands around every letter. */
export const letterFrame = (body: string): string => `{organisation}
{contact}

{today}

{name}
{address}

Your request {requestId}

{greeting},

${body.trim()}

Yours sincerely
{organisation}
`
