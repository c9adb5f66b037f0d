/** The rate-distortion curves of the open picture. */
package io.nlc.viewer.vm.plot;
