/** Model packs: manifest, digests, discovery on the class path and in directories. */
package io.nlc.model;
