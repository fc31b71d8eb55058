// The codes of an authenticator app.
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";

/** RFC 6238: SHA-1, six digits, half a minute; of now, or so many steps later. */
export function totp(secret, later = 0) {
  const bits = [...secret]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac("sha1", key).update(counter).digest();
  const number = (mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000;
  return `${number}`.padStart(6, "0");
}
