// The site that the player is on: another origin than the edge, so that a player needs the edge's CORS headers.

import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';

const FILES = {
  '/': ['page/index.html', 'text/html'],
  '/page.js': ['page/page.js', 'text/javascript'],
  '/hls.js': ['page/hls.js', 'text/javascript'],
  '/shaka.js': ['page/shaka.js', 'text/javascript'],
  '/dash.js': ['page/dash.js', 'text/javascript'],
  '/npm/hls.js': ['node_modules/hls.js/dist/hls.min.js', 'text/javascript'],
  '/npm/shaka.js': ['node_modules/shaka-player/dist/shaka-player.compiled.js', 'text/javascript'],
  '/npm/dash.js': ['node_modules/dashjs/dist/modern/umd/dash.all.min.js', 'text/javascript'],
};

/** Serves the page on a free port until it is closed; its origin. */
export async function serve() {
  const server = createServer(async (request, response) => {
    const [file, type] = FILES[new URL(request.url, 'http://site').pathname] ?? [];
    if (!file) {
      response.writeHead(204).end(); // a browser's own wishes, such as an icon
      return;
    }
    response.writeHead(200, {'content-type': type}).end(await readFile(new URL(file, import.meta.url)));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
