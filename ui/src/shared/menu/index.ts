export { default as Item } from './MenuItem.svelte';
export { default as Root } from './Menu.svelte';
