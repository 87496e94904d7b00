/** Where to go after signing in: an address of this site only, and never the sign-in page itself. */
export function backOf(search: string): string {
  const back = new URLSearchParams(search).get('back') ?? '/';
  const inside = /^\/(?![/\\])/.test(back) && !/[\u0000-\u001f\\]/.test(back);
  return inside && !/^\/(sign-in|setup)(\W|$)/.test(back) ? back : '/';
}

/** The sign-in page that leads back to an address. */
export const signInPath = (from: string, ended: boolean): string => {
  const search = new URLSearchParams({ ...(from === '/' ? {} : { back: from }), ...(ended ? { ended: '1' } : {}) }).toString();
  return search === '' ? '/sign-in' : `/sign-in?${search}`;
};
