/** Measures Clubroom against what the machine can do: see docs/performance.md. */
package io.clubroom.bench;
