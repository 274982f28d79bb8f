/** A page that leads on to `link`. It is a file because a command line can be read by every user of the computer, and the link holds a secret. */
export const ticketPage = (link: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${link}">
<title>Lethe</title>
<p><a href="${link}">Open Lethe</a></p>
</html>
`
