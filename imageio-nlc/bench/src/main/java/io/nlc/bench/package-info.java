/**
 * What benchmarks have in common. Each benchmark lies in the package that it measures, whose classes are not all
 * public; benchmarks run on the class path.
 */
package io.nlc.bench;
