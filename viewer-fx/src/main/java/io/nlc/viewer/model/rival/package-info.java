/** Codecs of others: their command-line tools, and how these are run. */
package io.nlc.viewer.model.rival;
