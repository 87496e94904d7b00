import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const headquarters = process.env['HEADQUARTERS_URL'] ?? 'http://127.0.0.1:8090';

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', proxy: { '/api': headquarters } },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // ECharts is one lazy chunk of this size.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'echarts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 3 },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router|react-i18next|i18next|@tanstack)[\\/]/, priority: 2 },
          ],
        },
      },
    },
  },
  test: { environment: 'node', include: ['tests/**/*.test.{ts,tsx}'], restoreMocks: true },
});
