/** A web server of thumbnails, which come as NLC or PNG, whichever the client prefers. */
package io.nlc.samples.server;
