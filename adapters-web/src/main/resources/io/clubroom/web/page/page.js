'use strict';

// The token of the link is in the form; in the address bar and the history others could read it.
history.replaceState(null, '', location.pathname);

for (const box of document.querySelectorAll('[data-shows]')) {
  box.parentElement.hidden = false;
  box.addEventListener('change', () => {
    document.getElementById(box.dataset.shows).type = box.checked ? 'text' : 'password';
  });
}

// The answer to the second click would be that the link was used.
document.addEventListener('submit', (event) => {
  if (event.target.dataset.sent) {
    event.preventDefault();
  }
  event.target.dataset.sent = 'yes';
});
window.addEventListener('pageshow', () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
  }
});
