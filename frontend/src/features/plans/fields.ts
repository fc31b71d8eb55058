// What the fields of an editor share.
import type { ChangeEvent } from "react";

/** What is wrong with a place, by its pointer: as it is found here, or as the server said it of what stands there. */
export type Said = (pointer: string) => string | undefined;

interface Texts {
  value: string;
  onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
}

/** A member of a draft, as the attributes of its field. */
export function textOf<D extends object, K extends keyof D & string>(
  draft: D & Record<K, string>,
  name: K,
  change: (part: Partial<D>) => void,
): Texts {
  return {
    value: draft[name],
    onChange: (event) => change({ [name]: event.currentTarget.value } as unknown as Partial<D>),
  };
}

export function replaced<T>(list: readonly T[], index: number, part: Partial<T>): T[] {
  return list.map((one, at) => (at === index ? { ...one, ...part } : one));
}

export function without<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, at) => at !== index);
}

/** The first of the texts that are offered, or the one that was there. */
export function chosen<T extends string>(offered: readonly T[], value: string, before: T): T {
  return offered.find((one) => one === value) ?? before;
}
