/**
 * API: what everybody who handles pictures speaks of, whether he codes them, reads them or looks into them: regions,
 * where pixels come from and go to, and who hears of the progress. Needs nothing but the JDK.
 */
package io.nlc.picture;
