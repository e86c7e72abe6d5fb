import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AppShell } from "@/components/ui/app-shell";
import { listExposureImages } from "@/lib/queries/exposure-images";
import { listExposures } from "@/lib/queries/exposures";
import { readFileHeaders } from "@/lib/queries/file-headers";
import { guarded } from "../_shell/guarded";
import { ImagesClient } from "./images-client";
import { NoImages } from "./no-images";
import { splitSources } from "./pasted-source";

export const metadata: Metadata = { title: "Images" };

const NEWEST = 15;
const MOST_PANELS = 9;

interface ImagesPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Names of the image HDUs of a mounted file, the first plane of each. */
async function imagesOfFile(fileId: string): Promise<string> {
  const { hdus } = await readFileHeaders(BigInt(fileId));
  const images = hdus.filter(({ type, shape }) => type === "image" && shape.length > 1 && shape.every((n) => n > 0));
  const name = ({ index, shape }: (typeof hdus)[number]) =>
    `file:${fileId}[${[index, ...shape.slice(0, -2).map(() => 0)]}]`;
  return images.slice(0, MOST_PANELS).map(name).join("~");
}

export default async function ImagesPage({ searchParams }: ImagesPageProps) {
  const { p, file } = await searchParams;
  const crumbs = [{ label: "Images", href: null }];
  return guarded(crumbs, async () => {
    if (typeof file === "string" && /^\d{1,19}$/.test(file)) {
      redirect(`/images?p=${encodeURIComponent((await imagesOfFile(file)) || `file:${file}[0]`)}`);
    }
    if (typeof p === "string" && splitSources(p).length > 0) {
      return (
        <AppShell crumbs={crumbs}>
          <ImagesClient />
        </AppShell>
      );
    }
    const newest = await listExposures({ sort: "seq", desc: "1" }, null, NEWEST);
    const exposures = await Promise.all(
      newest.rows.map(async ({ instrument, exposureId, observationType, physicalFilter }) => ({
        ...{ instrument, exposureId, observationType, physicalFilter },
        ...(await listExposureImages(instrument, BigInt(exposureId))),
      })),
    );
    return (
      <AppShell crumbs={crumbs}>
        <NoImages exposures={exposures} />
      </AppShell>
    );
  });
}
