/** Coding orders of the context models: which symbols of a latent are decoded together, and what each of them sees. */
package io.nlc.context;
