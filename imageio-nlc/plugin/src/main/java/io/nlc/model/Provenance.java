package io.nlc.model;

/**
 * What people want to know of a pack.
 *
 * @param description one line
 * @param licence of the weights
 * @param tune what the networks were trained to be good at
 * @param training how they were trained, as JSON of any form; null if the manifest does not say
 */
public record Provenance(String description, String licence, Tune tune, String training) {}
