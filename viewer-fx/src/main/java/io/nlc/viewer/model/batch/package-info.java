/** Converting many files, one after the other. */
package io.nlc.viewer.model.batch;
