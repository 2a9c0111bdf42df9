// @ts-check
/** The page Explore. */
