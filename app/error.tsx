"use client";
// A fault of ours: what the person can do, and what to send us.
import { Button } from "@mantine/core";
import { AppShell } from "@/components/ui/app-shell";
import { ErrorState } from "@/components/ui/error-state";

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const message = error.digest ? `digest ${error.digest} in the server's log` : error.message;
  return (
    <AppShell crumbs={[{ label: "Error", href: null }]}>
      <ErrorState title="This page failed" message={message} action={<Button onClick={reset}>Try again</Button>}>
        A fault in the program, not in your data. Nothing is lost.
      </ErrorState>
    </AppShell>
  );
}
