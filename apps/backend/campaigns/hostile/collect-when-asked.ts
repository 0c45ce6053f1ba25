// Only the campaign loads this file into the backend's process. On each message it collects garbage and returns the memory usage.
process.on('message', () => {
  (globalThis as { gc?: () => void }).gc?.();
  process.send!({ ...process.memoryUsage(), peak: process.resourceUsage().maxRSS * 1024 });
});
// The backend exits when the campaign's process has ended.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
