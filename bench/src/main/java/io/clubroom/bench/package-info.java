/** Benchmarks of Clubroom against the limits of the machine: see docs/performance.md. */
package io.clubroom.bench;
