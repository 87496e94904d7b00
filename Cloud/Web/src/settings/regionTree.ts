import type { Region } from '../api/access';

type Node = Pick<Region, 'region' | 'parent'>;

/** How deep each region lies; one that hangs in a circle lies at the top. */
export function depthsOf(tree: readonly Node[]): readonly number[] {
  const parents = new Map(tree.map(({ region, parent }) => [region, parent]));
  return tree.map(({ parent }) => {
    let depth = 0;
    for (let at = parent; at !== null && parents.has(at); at = parents.get(at) ?? null) {
      depth++;
      if (depth > tree.length) {
        return 0;
      }
    }

    return depth;
  });
}

/** Whether a region can hang under another: not under itself nor under what hangs under it. */
export function mayBePartOf(tree: readonly Node[], region: string, other: string): boolean {
  if (other === '' || other === region) {
    return false;
  }

  const parents = new Map(tree.map((each) => [each.region, each.parent]));
  let at: string | null = other;
  for (let steps = 0; at !== null && steps <= tree.length; steps++) {
    if (at === region) {
      return false;
    }

    at = parents.get(at) ?? null;
  }

  return true;
}

/** The tree without one region; what hung under it hangs where it hung. */
export function without<T extends Node>(tree: readonly T[], index: number): readonly T[] {
  const gone = tree[index];
  return tree.filter((_, at) => at !== index).map((each) => (gone !== undefined && gone.region !== '' && each.parent === gone.region ? { ...each, parent: gone.parent } : each));
}

/** Whether every region has a short name of its own and a name. */
export const isWhole = (tree: readonly Pick<Region, 'region' | 'name'>[]): boolean =>
  tree.every(({ region, name }) => region.trim() !== '' && name.trim() !== '') && new Set(tree.map(({ region }) => region.trim())).size === tree.length;
