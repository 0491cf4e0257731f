import vue from '@vitejs/plugin-vue'
import { fileURLToPath, URL } from 'node:url'
import { defineConfig } from 'vitest/config'

const server = process.env.KECANG_SERVER_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { target: 'es2022', chunkSizeWarningLimit: 500, assetsInlineLimit: 0 },
  server: { proxy: { '/api': { target: server } } },
  test: { environment: 'jsdom', include: ['src/**/*.spec.ts'], testTimeout: 30_000, server: { deps: { inline: ['element-plus'] } } },
})
