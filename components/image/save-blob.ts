// A file made in the browser, into the person's downloads.

/** Characters that file names have on no system are dashes. */
export function fileNameOf(text: string, ending: string): string {
  const plain = text.replaceAll(/[^\w.+-]+/g, "_").replaceAll(/^_+|_+$/g, "");
  return `${plain.slice(0, 120) || "image"}.${ending}`;
}

export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
