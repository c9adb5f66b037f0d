/** A job for Apache Spark that makes an NLC file of every picture of a folder, on as many machines as there are. */
package io.nlc.spark;
