export * from './architecture';
export { PLAIN, type Look, type Mark } from './draw-card';
export * from './engine';
export * from './frames';
export * from './layout';
export * from './links';
export * from './svg';
export { css as drawingCss } from './theme';
export { escaped } from './xml';
