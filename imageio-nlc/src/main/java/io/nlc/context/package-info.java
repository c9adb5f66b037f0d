/** Coding orders of the context models: which latent positions are decoded together, and what each of them sees. */
package io.nlc.context;
