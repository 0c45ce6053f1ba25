/** A server defines no elements: it renders the tag and the link inside, and the browser does the rest. */
export {};
