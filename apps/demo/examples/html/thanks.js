document.addEventListener('mytpe-paid', ({ detail }) => {
  document.querySelector('[role=status]').textContent = `Thank you for ${detail.link.amount} dinars!`;
});
