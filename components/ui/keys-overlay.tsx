"use client";
// ? shows the keys of the page.
import { ActionIcon, Kbd, Modal, Text } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { type KeyGroup, keyName, useKeyGroups, useKeys } from "./keys";
import styles from "./shell.module.css";

/** Groups of the same title become one; a key registered twice shows its newest meaning. */
function mergedGroups(groups: readonly KeyGroup[]): KeyGroup[] {
  const byTitle = new Map<string, KeyGroup>();
  const taken = new Set<string>();
  for (const group of [...groups].reverse()) {
    const bindings = group.bindings.filter((binding) => !binding.keys.every((key) => taken.has(key)));
    for (const binding of bindings) for (const key of binding.keys) taken.add(key);
    const merged = byTitle.get(group.title);
    byTitle.set(group.title, { title: group.title, bindings: [...(merged?.bindings ?? []), ...bindings] });
  }
  return [...byTitle.values()].filter((group) => group.bindings.length > 0);
}

export function KeysOverlay() {
  const [isOpen, setOpen] = useState(false);
  useKeys("Everywhere", [{ keys: ["?"], label: "Show the keys of this page", run: () => setOpen(true) }]);
  const groups = mergedGroups(useKeyGroups());
  return (
    <>
      <ActionIcon aria-label="Keys of this page (?)" title="Keys of this page (?)" onClick={() => setOpen(true)}>
        <IconKeyboard size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title="Keys of this page"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <table className={styles.keyTable}>
          <tbody>
            {groups.map((group) => (
              <Fragment key={group.title}>
                <tr>
                  <th colSpan={2} scope="colgroup">
                    {group.title}
                  </th>
                </tr>
                {group.bindings.map((binding) => (
                  <tr key={binding.keys.join(" ")}>
                    <td>
                      {binding.keys.map((key) => (
                        <Kbd key={key} mr={4}>
                          {keyName(key)}
                        </Kbd>
                      ))}
                    </td>
                    <td>{binding.label}</td>
                  </tr>
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
        <Text size="xs" c="dimmed" mt="sm">
          Keys do nothing while you type.
        </Text>
      </Modal>
    </>
  );
}
