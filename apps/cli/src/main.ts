#!/usr/bin/env node
import about from '../package.json' with { type: 'json' };

// Runs on Node releases that the rest cannot even be imported on, so it imports the rest only after the check.
const oldest = about.engines.node.replace('>=', '');
const [major = 0, minor = 0] = oldest.split('.').map(Number);
const [runningMajor = 0, runningMinor = 0] = process.version.slice(1).split('.').map(Number);

if (runningMajor > major || (runningMajor === major && runningMinor >= minor)) {
  // Without `await`: a bundler may put code that both files need into this one, and each would wait for the other.
  void import('./start.ts');
} else {
  process.stderr.write(
    `mytpe needs Node ${oldest} or later; this is ${process.version.slice(1)} (https://nodejs.org)\n`,
  );
  process.exitCode = 1;
}
