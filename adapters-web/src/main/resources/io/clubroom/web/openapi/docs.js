'use strict';

const element = (id) => document.getElementById(id);

const darkColors = matchMedia('(prefers-color-scheme: dark)');
const followColors = () => document.documentElement.classList.toggle('dark-mode', darkColors.matches);
darkColors.addEventListener('change', followColors);
followColors();

/** Adapts Swagger UI: one place to sign in, locks that say what they mean, and errors that open on demand. */
function adapted({ React }) {
  const create = React.createElement;

  const Nothing = () => null;

  /** Says whether the operation needs a token, and whether the page sends one. */
  const Lock = ({ isAuthorized, authSelectors }) => {
    const isSignedIn = Boolean(authSelectors.authorized()?.size);
    const [kind, text] = isSignedIn
      ? ['sent', 'sends your token']
      : isAuthorized ? ['optional', 'token optional'] : ['needed', 'needs a token'];
    return create('span', { className: `lock ${kind}` }, text);
  };

  /** The description of an error is closed until its line is chosen. */
  const collapsedErrors = (Original) => (props) => {
    const [isOpen, setOpen] = React.useState(false);
    if (Number(props.code) < 400) {
      return create(Original, props);
    }
    const line = create('tr', { key: 'line', className: 'response error-line' },
      create('td', { className: 'response-col_status' }, props.code),
      create('td', { className: 'response-col_description', colSpan: 2 },
        create('button', { type: 'button', 'aria-expanded': isOpen, onClick: () => setOpen(!isOpen) },
          props.response.get('description') || 'Description')));
    return isOpen ? [line, create(Original, { ...props, key: 'description' })] : line;
  };

  /** Inside the landmarks of the page. */
  const about = (Original) => (props) =>
    create('section', { 'aria-label': 'About this API' }, create(Original, props));

  return {
    wrapComponents: {
      InfoContainer: about,
      // A link inside of a button; the button changes the address, too.
      DeepLink: () => ({ text }) => create('span', null, text),
      authorizeBtn: () => Nothing,
      authorizeOperationBtn: (_, system) => (props) => create(Lock, { ...props, authSelectors: system.authSelectors }),
      ServersContainer: () => Nothing,
      response: collapsedErrors,
    },
  };
}

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
  plugins: [adapted],
});

/** Names fields and orders headings, where Swagger UI does not. */
function completeForScreenReaders() {
  for (const field of document.querySelectorAll('#api :is(input, select, textarea):not([aria-label])')) {
    const parameter = field.closest('[data-param-name]')?.dataset.paramName;
    field.setAttribute('aria-label', parameter ?? (field.matches('.examples-select-element') ? 'Example' : 'Request body'));
  }
  for (const scrolled of document.querySelectorAll('#api pre:not([tabindex])')) {
    scrolled.setAttribute('tabindex', '0');
  }
  for (const heading of document.querySelectorAll('#api :is(h3, h4, h5):not([aria-level])')) {
    heading.setAttribute('aria-level', Number(heading.localName.at(1)) - 1);
  }
  for (const table of document.querySelectorAll('#api table[role=region]')) {
    table.removeAttribute('role');
  }
}
new MutationObserver(completeForScreenReaders).observe(element('api'), { childList: true, subtree: true });

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
