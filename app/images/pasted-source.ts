// What people paste to see an image: the name of one, a data id, an exposure in words, an address of this page.
import { parseSource, sourceText } from "@/lib/images/source-text";

const INSTRUMENT = /instrument\s*=\s*'?([\w.-]+)'?/i;
const EXPOSURE = /(?:exposure|visit)\s*=\s*(\d{1,19})/i;
const DETECTOR = /detector\s*=\s*'?([\w.-]+)'?/i;
const WORDS = /^([A-Za-z][\w.-]*)[\s/]+(\d{1,19})(?:[\s/]+([\w.-]+))?$/;

/**
 * Names of the images in a pasted text.
 *
 * @param text one image, or an address with some
 * @returns names that parseSource reads
 * @throws InvalidParameterError for a text that names none
 */
export function pastedSources(text: string): string[] {
  const pasted = text.trim();
  const panels = /[?&]p=([^&#]+)/.exec(pasted)?.[1];
  if (panels !== undefined) return splitSources(decodeURIComponent(panels));
  const [, instrument] = INSTRUMENT.exec(pasted) ?? [];
  const [, exposureId] = EXPOSURE.exec(pasted) ?? [];
  if (instrument && exposureId) {
    const [, detector = null] = DETECTOR.exec(pasted) ?? [];
    return [sourceText({ kind: "exposure", instrument, exposureId, detector, stage: null, runId: null })];
  }
  const [, name, id, place = null] = WORDS.exec(pasted) ?? [];
  if (name && id) {
    return [
      sourceText({ kind: "exposure", instrument: name, exposureId: id, detector: place, stage: null, runId: null }),
    ];
  }
  return splitSources(pasted);
}

/** Images of an address, each checked. */
export function splitSources(p: string): string[] {
  return p
    .split("~")
    .filter((text) => text !== "")
    .map((text) => sourceText(parseSource(text)));
}
