/** A program that watches a folder, and makes an NLC file of every picture that comes into it. */
package io.nlc.samples.watcher;
