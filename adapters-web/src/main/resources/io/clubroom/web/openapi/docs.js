'use strict';

const element = (id) => document.getElementById(id);

const ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // Keeps the token in memory only, because other scripts could read a stored one.
  persistAuthorization: false,
  validatorUrl: null,
});

function tell(text, failed) {
  element('outcome').textContent = text;
  element('outcome').classList.toggle('failed', failed);
}

function show(name) {
  element('sign-in').hidden = name !== null;
  element('signed-in').hidden = name === null;
  element('who').textContent = name ?? '';
}

element('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    const response = await fetch('/api/auth/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: element('email').value, password: element('password').value }),
    });
    const answer = await response.json();
    if (!response.ok) {
      tell(answer.message, true);
      return;
    }
    ui.preauthorizeApiKey('bearer', answer.token);
    element('password').value = '';
    show(`${answer.user.full_name} (${answer.user.role})`);
    tell('', false);
  } catch {
    tell('The server is unreachable.', true);
  }
});

element('sign-out').addEventListener('click', () => {
  ui.authActions.logout(['bearer']);
  show(null);
});
