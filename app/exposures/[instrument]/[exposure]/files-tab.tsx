"use client";
import { useFileHeaders } from "@/app/_pixels/use-file-headers";
import { FilesView } from "@/components/exposure/files-view";
import { HeaderView } from "@/components/exposure/header-view";
import { useUrlState } from "@/components/ui/use-url-state";
import type { ExposureFile } from "@/lib/queries/exposure";

const DEFAULTS = { file: "", hdu: "all" };
const QUIET = { shallow: true, replace: true };

export function FilesTab({ files, total }: { files: readonly ExposureFile[]; total: number }) {
  const [url, setUrl] = useUrlState(DEFAULTS);
  const currentId = files.find((file) => file.id === url.file)?.id ?? files[0]?.id ?? null;
  const headers = useFileHeaders(currentId);
  return (
    <FilesView
      files={files}
      total={total}
      currentId={currentId}
      onCurrent={(file) => setUrl({ file, hdu: "all" }, QUIET)}
    >
      <HeaderView headers={headers} hdu={url.hdu} onHdu={(hdu) => setUrl({ hdu }, QUIET)} />
    </FilesView>
  );
}
