/**
 * A message in protobuf's wire format (protobuf.dev/programming-guides/encoding), fields in the order they are put: the same
 * calls, the same bytes. Numbers that are put are whole.
 */
export interface ProtoMessage {
  whole(field: number, value: number): ProtoMessage
  text(field: number, value: string): ProtoMessage
  bytes(field: number, value: Uint8Array): ProtoMessage
  message(field: number, value: ProtoMessage): ProtoMessage
  done(): Buffer
}

const lengthDelimited = 2

export function protoMessage(): ProtoMessage {
  const parts: Uint8Array[] = []
  const delimited = (field: number, value: Uint8Array) => {
    parts.push(varint(field * 8 + lengthDelimited), varint(value.length), value)
    return made
  }
  const made: ProtoMessage = {
    whole(field, value) {
      parts.push(varint(field * 8), varint(value))
      return made
    },
    text: (field, value) => delimited(field, Buffer.from(value)),
    bytes: delimited,
    message: (field, value) => delimited(field, value.done()),
    done: () => Buffer.concat(parts),
  }
  return made
}

/** Seven bits a byte, the least first. Nothing here is below 0. */
function varint(value: number): Buffer {
  const bytes: number[] = []
  let left = value
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128)
  return Buffer.from([...bytes, left])
}
