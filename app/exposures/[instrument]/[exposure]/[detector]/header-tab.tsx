"use client";
import { useFileHeaders } from "@/app/_pixels/use-file-headers";
import { HeaderView } from "@/components/exposure/header-view";
import { useUrlState } from "@/components/ui/use-url-state";
import type { DetectorFile } from "@/lib/queries/exposure";

const DEFAULTS = { hdu: "all" };
const QUIET = { shallow: true, replace: true };

export function HeaderTab({ files }: { files: readonly DetectorFile[] }) {
  const [url, setUrl] = useUrlState(DEFAULTS);
  const [file] = files;
  const headers = useFileHeaders(file?.id ?? null);
  if (!file) return <p>○ no mounted file has this detector</p>;
  return <HeaderView headers={headers} hdu={url.hdu} onHdu={(hdu) => setUrl({ hdu }, QUIET)} />;
}
