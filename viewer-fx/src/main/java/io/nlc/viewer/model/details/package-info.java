/** What files hold beside pixels: chunks, camera data, colour profiles. */
package io.nlc.viewer.model.details;
