// Loaded into the backend's process by the campaign, and only by it: collects garbage when asked and says what is left.
process.on('message', () => {
  (globalThis as { gc?: () => void }).gc?.();
  process.send!({ ...process.memoryUsage(), peak: process.resourceUsage().maxRSS * 1024 });
});
// A campaign that was broken off leaves nothing behind.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
