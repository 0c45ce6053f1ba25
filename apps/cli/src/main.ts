#!/usr/bin/env node
import about from '../package.json' with { type: 'json' };

// This file also runs on old Node releases that cannot import the rest, so it imports the rest after the check.
const oldest = about.engines.node.replace('>=', '');
const [major = 0, minor = 0] = oldest.split('.').map(Number);
const [runningMajor = 0, runningMinor = 0] = process.version.slice(1).split('.').map(Number);

if (runningMajor > major || (runningMajor === major && runningMinor >= minor)) {
  // Without `await`, because a bundler may move shared code into this file, and the two files would wait for each
  // other.
  void import('./start.ts');
} else {
  process.stderr.write(
    `mytpe needs Node ${oldest} or later; this is ${process.version.slice(1)} (https://nodejs.org)\n`,
  );
  process.exitCode = 1;
}
