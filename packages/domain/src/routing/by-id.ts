/**
 * A map by id, as a value: setting gives a new map and leaves the old one as it was.
 *
 * A policy folds the whole log, and copying a map of thousands of works at each event would make
 * that quadratic. So it is a tree that branches on the characters of the id, the last one first
 * because ids made one after another differ there; setting copies one branch per level.
 */
export interface ById<A> {
  readonly branches: Readonly<Record<string, ById<A> | Leaf<A>>>
}
interface Leaf<A> {
  readonly id: string
  readonly value: A
}

export const none: ById<never> = { branches: {} }

export const get = <A>(map: ById<A>, id: string): A | undefined => {
  let node: ById<A> | Leaf<A> | undefined = map
  for (let depth = 1; node !== undefined && 'branches' in node; depth += 1)
    node = node.branches[letter(id, depth)]
  return node?.id === id ? node.value : undefined
}

/** The letter that stands `depth` letters from the end; empty before the first one. */
const letter = (id: string, depth: number): string => id.charAt(id.length - depth)

export const set = <A>(map: ById<A>, id: string, value: A): ById<A> => placed(map, { id, value }, 1)

const placed = <A>({ branches }: ById<A>, leaf: Leaf<A>, depth: number): ById<A> => {
  const key = letter(leaf.id, depth)
  const there = branches[key]
  if (there === undefined || ('id' in there && there.id === leaf.id))
    return { branches: { ...branches, [key]: leaf } }
  const below = 'id' in there ? placed(none, there, depth + 1) : there
  return { branches: { ...branches, [key]: placed(below, leaf, depth + 1) } }
}

export const removed = <A>(map: ById<A>, id: string): ById<A> => pruned(map, id, 1)

const pruned = <A>(map: ById<A>, id: string, depth: number): ById<A> => {
  const key = letter(id, depth)
  const { [key]: there, ...others } = map.branches
  if (there === undefined || ('id' in there && there.id !== id)) return map
  if ('id' in there) return { branches: others }
  const below = pruned(there, id, depth + 1)
  return Object.keys(below.branches).length === 0
    ? { branches: others }
    : { branches: { ...others, [key]: below } }
}

/** In no particular order. */
export const values = <A>({ branches }: ById<A>): ReadonlyArray<A> =>
  Object.values(branches).flatMap((node) => ('id' in node ? [node.value] : values(node)))
