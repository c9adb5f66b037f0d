/** The window in which many files are converted. */
package io.nlc.viewer.view.batch;
