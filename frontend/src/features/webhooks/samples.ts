// How a program checks a signature with the official libraries: files of their own, which tests run as they are shown.
import go from "./samples/verify.go?raw";
import javascript from "./samples/verify.mjs?raw";
import php from "./samples/verify.php?raw";
import python from "./samples/verify.py?raw";
import ruby from "./samples/verify.rb?raw";

export interface Sample {
  language: string;
  code: string;
}

export const samples: readonly [Sample, ...Sample[]] = [
  { language: "Python", code: python },
  { language: "JavaScript", code: javascript },
  { language: "Go", code: go },
  { language: "Ruby", code: ruby },
  { language: "PHP", code: php },
];
