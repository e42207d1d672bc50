import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Written where the service finds it; the repository holds no built file.
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../static/explorer",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rollupOptions: { input: "graphiql.html" },
    chunkSizeWarningLimit: 1500,
  },
});
