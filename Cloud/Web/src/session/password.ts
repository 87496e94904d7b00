/** As headquarters asks for. */
export const leastPassword = 12;
