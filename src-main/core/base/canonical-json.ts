import canonicalize from 'canonicalize'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** The one way to write a JSON value (RFC 8785): what is hashed, signed or compared is always these bytes. */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('This value has no canonical JSON form')
  return text
}
