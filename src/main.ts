import { mount } from 'svelte';
import App from './App.svelte';
import { Startup } from './state/startup.svelte.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shared.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element #app');

const startup = new Startup();
mount(App, { target, props: { startup } });
void startup.start();
