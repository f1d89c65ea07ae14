/**
 * A table of labels: letters in capitals or not, spaces around them, are the same label.
 */
export type Labels<A> = (label: string) => A | undefined

export const labelsOf = <A>(table: Readonly<Record<string, A>>): Labels<A> => {
  const known = new Map(Object.entries(table).map(([label, meaning]) => [plain(label), meaning]))
  return (label) => known.get(plain(label))
}

const plain = (label: string): string => label.trim().toLowerCase()
