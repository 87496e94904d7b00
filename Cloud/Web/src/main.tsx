import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import './app/styles.css';
import { startLanguage } from './i18n';

const root = document.getElementById('root');
if (!root) {
  throw new Error('index.html has no element "root".');
}

await startLanguage();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
