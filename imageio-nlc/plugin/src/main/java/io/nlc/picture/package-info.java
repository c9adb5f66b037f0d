/**
 * API. The vocabulary of everything that handles pictures: regions, where pixels come from and go to, and who hears of
 * progress. Any package may use it; it needs nothing but the JDK.
 */
package io.nlc.picture;
